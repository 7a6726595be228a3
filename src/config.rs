//! Settings and environments: reads the two kinds of configuration file.
