"""Councils, their people, posts and boards, and who may see what."""
