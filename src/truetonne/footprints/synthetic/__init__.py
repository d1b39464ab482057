"""An invented company's purchases and the invented factors that go with them; nothing in them is measured."""
