"""The judge: what can be worked out from what is published. It knows nothing of how the tables were protected."""
