// Uploads the picture with a bar that shows how far it is. Where that fails for a reason of the network's, such as a
// bucket that lets no page of ours send to it, the form itself does it, as it does without scripts.
const form = document.querySelector('[data-upload]');
const [progress, status, button] = ['progress', '[role="status"]', 'button'].map((part) =>
  form.querySelector(part),
);
const { file, 'Content-Type': kind } = form.elements;
form.querySelector('[data-kind]').hidden = true;

file.addEventListener('change', () => {
  const [chosen] = file.files;
  if (chosen && [...kind.options].some(({ value }) => value === chosen.type)) kind.value = chosen.type;
  status.textContent = '';
});

form.addEventListener('submit', (event) => {
  event.preventDefault();
  button.disabled = true;
  void upload(file.files[0]).catch(() => form.submit());
});

async function upload(chosen) {
  const body = new URLSearchParams({ type: chosen.type, sizeBytes: String(chosen.size) });
  const headers = { accept: 'application/json' };
  const answer = await fetch(form.dataset.upload, { method: 'POST', body, headers });
  const granted = await answer.json();
  if (!answer.ok) return refuse(granted.detail ?? granted.title);
  const code = await send(granted, chosen);
  if (code < 300) return location.assign(form.dataset.upload);
  refuse('Storage has refused the picture. Please choose another one.');
}

function send({ url, headers }, chosen) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('PUT', url);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.addEventListener('progress', ({ loaded, total }) => {
      progress.hidden = false;
      progress.value = loaded / total;
      status.textContent = `${Math.round((100 * loaded) / total)} % uploaded`;
    });
    request.addEventListener('load', () => resolve(request.status));
    request.addEventListener('error', reject);
    request.send(chosen);
  });
}

function refuse(why) {
  progress.hidden = true;
  button.disabled = false;
  status.textContent = why;
}
