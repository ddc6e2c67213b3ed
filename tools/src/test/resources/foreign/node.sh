# node: V8 compiles as it runs; a worker, a server, a child
cat > /tmp/program.js <<'C'
const { Worker, isMainThread, parentPort, workerData } = require('worker_threads');
const { spawn } = require('child_process');
const http = require('http');
if (!isMainThread) {
    parentPort.postMessage(workerData * 2);
} else {
    const worker = new Worker(__filename, { workerData: 21 });
    worker.on('message', value => {
        console.log('worker', value);
        const server = http.createServer((_, answer) => answer.end('served'));
        server.listen(8082, '127.0.0.1', () => http.get('http://127.0.0.1:8082', async answer => {
            for await (const piece of answer) console.log('http', String(piece));
            server.close();
            spawn('echo', ['a child']).stdout.on('data', text => process.stdout.write(text));
        }));
    });
}
C
exec node /tmp/program.js
