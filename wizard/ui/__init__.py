"""All of Qt: the window, its pages, models, widgets and theme."""
