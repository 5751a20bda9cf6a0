"""Package games on exact numbers: efficient frontier, bargaining solutions, zone, proofs."""
