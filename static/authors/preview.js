// While DEBUG is on: loads the page anew when a content file was saved. Not part of the site.

const { news, stamp } = document.querySelector("#preview").dataset;

async function look() {
  if (!document.hidden) {
    const answer = await fetch(`${news}?v=${stamp}`, { cache: "no-store" }).catch(() => null);
    if (answer?.status === 200) return location.reload();
  }
  setTimeout(look, 1000);
}

look();
