"""Raw files begun for a contributor: what a page holds is found, what it means is left to them."""
