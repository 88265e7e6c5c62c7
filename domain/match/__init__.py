"""Whether what should have come to a bank has come: claims, such as invoices and payslips, against its inflows."""
