"""Windows beside the project, opened from the menu "Tools": one module for each, and what they share."""
