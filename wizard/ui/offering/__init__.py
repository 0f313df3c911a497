"""What the page of the offer is made of: one module for each of its tabs, and their cards."""
