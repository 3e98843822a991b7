"""What members of bodies and the secretariat read across the rooms: papers, bundles, the road of a plan."""
