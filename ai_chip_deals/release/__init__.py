"""What changed between two builds of the data, and whether that makes a release."""
