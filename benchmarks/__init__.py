"""What this package costs beside what its users would pick instead: `python -m benchmarks`."""
