// Tells the browser in which language the page is, for readers and hyphens, and has it keep the one that was chosen.

export default function ({ data }) {
  document.documentElement.lang = data.code;
  if (data.keeps) {
    document.cookie = `${data.name}=${data.code}; path=/; max-age=31536000; samesite=lax`;
  }
}
