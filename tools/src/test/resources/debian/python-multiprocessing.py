# python3 @
import multiprocessing as mp, os
def square(x): return x * x
def child(c): c.send(("hello", os.getppid() > 0)); c.close()
def add(v, l):
    for _ in range(200):
        with l: v.value += 1
if __name__ == "__main__":
    mp.set_start_method("fork")
    with mp.Pool(3) as p: print(p.map(square, range(10)))
    a, b = mp.Pipe(); p = mp.Process(target=child, args=(b,)); p.start(); print(a.recv()); p.join(); print(p.exitcode)
    v = mp.Value("i", 0); l = mp.Lock(); ps = [mp.Process(target=add, args=(v, l)) for _ in range(4)]; [p.start() for p in ps]; [p.join() for p in ps]; print(v.value)
    q = mp.Queue(); p = mp.Process(target=lambda: [q.put(i) for i in range(3)]); p.start(); print([q.get() for _ in range(3)]); p.join()
    e = mp.Event(); p = mp.Process(target=e.set); p.start(); print(e.wait(10)); p.join()
    arr = mp.Array("d", 5); arr[2] = 1.5; print(list(arr))
