"""The pages, one package a room of the menu: its views, and what it makes ready for its templates."""
