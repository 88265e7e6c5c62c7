"""Rules without SQL, HTTP or Streamlit: facts and a clock go in, a decision comes out."""
