"""What a company may say: claims from templates with required slots, and a linter that names what a text may not say."""
