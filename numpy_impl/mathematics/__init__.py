"""The small mathematics that learning from data stands on."""
