"""What the runner wishes: checked at the door, and named where it cannot all be met."""
