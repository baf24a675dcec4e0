"""Problems and the versions of their bundles."""
