"""What became of the plan: sessions told and seen, and the plan made anew."""
