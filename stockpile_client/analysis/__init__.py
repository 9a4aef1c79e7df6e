"""What the figures mean: cover on each definition, the joint picture with intervals."""
