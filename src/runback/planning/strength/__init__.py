"""What strength work and stretches hold: exercises, doses, progression."""
