"""A context as a Word document (.docx) by GB/T 9704."""
