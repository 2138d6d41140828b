"""What harvesters of the field read: OAI-PMH 2.0, and the catalogue of what there is for programs."""
