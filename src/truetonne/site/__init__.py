"""The shell: base templates, stylesheet, home, error pages, language and theme switch."""
