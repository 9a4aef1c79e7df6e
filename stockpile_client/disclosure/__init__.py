"""What may leave: profiles, their rules in order, and the preview of what a partner will see."""
