"""Progress: the course of pain, what changed, when to see someone, the way back; questionnaires."""
