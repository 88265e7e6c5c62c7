export default ({ data }) => {
  document.cookie = `${data.name}=${data.value}; path=/; max-age=31536000; samesite=lax`
}
