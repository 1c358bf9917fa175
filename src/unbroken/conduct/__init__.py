"""What the incidents add up to: narratives read, courses of conduct, recognition with its reasons."""
