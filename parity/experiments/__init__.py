"""The experiments of course reports, run again in three frameworks with many seeds."""
