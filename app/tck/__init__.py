"""The DMN technology compatibility kit: public cases, run against this program's decision models."""
