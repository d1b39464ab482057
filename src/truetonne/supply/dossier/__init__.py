"""What stands in a project's dossier: story, documents, gross to net, others' ratings, news, disclaimers, labels."""
