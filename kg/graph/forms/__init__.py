"""Forms of the graph for other programs than triple stores: property graphs, tables, FollowTheMoney, JSON-LD."""
