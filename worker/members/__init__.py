"""Members of JSON documents from strangers, as the types that an article is made of."""
