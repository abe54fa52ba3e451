"""Networks: layers composed into models that learn."""
