def zeros(rows, columns):
    return [[0.0] * columns for _ in range(rows)]


def transposed_conv(x, w, stride=1, padding=0):
    n, m = len(x), len(x[0])
    k, q = len(w), len(w[0])
    y = zeros(stride * (n - 1) + k, stride * (m - 1) + q)
    for i in range(n):
        for j in range(m):
            for a in range(k):
                for b in range(q):
                    y[stride * i + a][stride * j + b] += float(x[i][j] * w[a][b])
    if padding:
        y = [row[padding:-padding] for row in y[padding:-padding]]
    return y


def backward(dy, x, w, stride=1, padding=0):
    n, m = len(x), len(x[0])
    k, q = len(w), len(w[0])
    dx, dw = zeros(n, m), zeros(k, q)
    for i in range(n):
        for j in range(m):
            for a in range(k):
                for b in range(q):
                    r, c = stride * i + a - padding, stride * j + b - padding
                    if 0 <= r < len(dy) and 0 <= c < len(dy[0]):
                        dx[i][j] += float(dy[r][c] * w[a][b])
                        dw[a][b] += float(dy[r][c] * x[i][j])
    return dx, dw
