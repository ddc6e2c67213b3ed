# python3 @
import os, sys, mmap, signal, time, tempfile, subprocess, threading, select, socket, stat
r, w = os.pipe(); pid = os.fork()
if pid == 0:
    os.close(r); os.write(w, b"from the child"); os._exit(3)
os.close(w); print(os.read(r, 100)); print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
m = mmap.mmap(-1, 4096); pid = os.fork()
if pid == 0:
    m[:5] = b"hello"; os._exit(0)
os.waitpid(pid, 0); print(m[:5])
with open("py.bin", "wb+") as f:
    f.write(b"x" * 10000); f.flush(); fm = mmap.mmap(f.fileno(), 0); fm[5000:5003] = b"abc"; f.seek(5000); print(f.read(3), len(fm)); fm.close()
print(os.stat("py.bin").st_size, stat.filemode(os.stat("py.bin").st_mode)); os.truncate("py.bin", 5); print(open("py.bin", "rb").read()); os.remove("py.bin")
signal.signal(signal.SIGUSR1, lambda s, f: print("signal", s)); os.kill(os.getpid(), signal.SIGUSR1)
signal.signal(signal.SIGALRM, lambda s, f: print("alarm")); signal.setitimer(signal.ITIMER_REAL, 0.05); signal.pause()
p = subprocess.run(["sh", "-c", "cat; echo err >&2; exit 4"], input=b"to the shell", capture_output=True); print(p.returncode, p.stdout, p.stderr)
out = subprocess.check_output("echo $((6*7)) | tr 2 3", shell=True, text=True); print(out.strip())
lock = threading.Lock(); total = 0
def work():
    global total
    for _ in range(1000):
        with lock: total += 1
ts = [threading.Thread(target=work) for _ in range(8)]; [t.start() for t in ts]; [t.join() for t in ts]; print(total)
import queue
q = queue.Queue(2); threading.Thread(target=lambda: [q.put(i) for i in range(5)]).start(); print([q.get() for _ in range(5)])
e = threading.Event(); threading.Timer(0.02, e.set).start(); print(e.wait(5))
p = select.poll(); r, w = os.pipe(); p.register(r, select.POLLIN); print(p.poll(10)); os.write(w, b"1"); print(len(p.poll()), select.select([r], [w], [], 1)[0] == [r])
ep = select.epoll(); ep.register(r, select.EPOLLIN); print(ep.poll(1) == [(r, select.EPOLLIN)])
d = tempfile.mkdtemp(); os.chdir(d); os.makedirs("a/b"); open("a/f", "w").write("x"); os.symlink("f", "a/s"); print(sorted(os.listdir("a")), os.readlink("a/s"), sorted((x, sorted(y), sorted(z)) for x, y, z in os.walk(".")))
os.rename("a/f", "a/g"); print(os.path.exists("a/s"), os.path.lexists("a/s")); print(os.access("a", os.W_OK), os.umask(0o22) >= 0, sys.byteorder, os.uname().sysname)
try: os.open("nowhere", os.O_RDONLY)
except FileNotFoundError as x: print(x)
print(os.getpid() == os.getpgid(0) or True, os.cpu_count() > 0, time.clock_gettime(time.CLOCK_MONOTONIC) > 0, os.sched_getaffinity(0) != set())
