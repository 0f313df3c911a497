"""One module per step. A page shows the project and changes it through the session; it knows no other page."""
