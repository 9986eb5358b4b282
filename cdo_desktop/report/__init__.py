"""What an office prints and files: PDF pages drawn with reportlab, in the layout of GB/T 9704."""
