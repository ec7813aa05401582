"""Outside influences: shoes, ground, sitting, sleep, lifting, stress, and how runs begin."""
