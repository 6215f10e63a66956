// Milliseconds until all modules that the arguments name are loaded, in a process that has loaded nothing yet.
const startedAt = performance.now();
for (const name of process.argv.slice(2)) await import(name);
console.log(performance.now() - startedAt);
