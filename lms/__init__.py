"""Records about people: who they are, what they learnt, how they are coached, what they used."""
