# The image has one file that runs, the certificates and an empty folder for
# data. Build it with docker build or with docs/image.sh.
FROM golang:1.26-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN --mount=type=cache,target=/go/pkg/mod go mod download
COPY . .
# The overlay leaves out what nobody calls, a quarter of the program.
RUN --mount=type=cache,target=/go/pkg/mod --mount=type=cache,target=/root/.cache/go-build \
    docs/_image/overlay.sh /tmp/small \
 && CGO_ENABLED=0 go build -trimpath -ldflags='-s -w' -o /tmp/whole ./cmd/yakkan \
 && CGO_ENABLED=0 go build -overlay /tmp/small/overlay.json -trimpath -ldflags='-s -w -funcalign=16' -tags timetzdata,nomsgpack,mapped -o /out/usr/bin/yakkan ./cmd/yakkan \
 && mkdir -p /out/var/cache/yakkan && go run ./docs/_image/pdfium /out/var/cache/yakkan/pdfium.wasm.zst
# Warm the caches of the dictionary and of the compiled library, so that the first
# start maps both at once. The dictionary is in the image once: as the cache, and so
# is PDFium, packed.
RUN mkdir -p /out/var/cache/yakkan /out/var/lib/yakkan /out/etc/ssl/certs /out/usr/share/doc/yakkan /out/tmp \
 && YAKKAN_CACHE=/out/var/cache/yakkan /tmp/whole version && rm -f /out/var/cache/yakkan/library-* \
 && YAKKAN_CACHE=/out/var/cache/yakkan /out/usr/bin/yakkan version \
 && cp /etc/ssl/certs/ca-certificates.crt /out/etc/ssl/certs/ \
 && cp LICENSE NOTICE /out/usr/share/doc/yakkan/ \
 && chown -R 65532:65532 /out/var/cache/yakkan /out/var/lib/yakkan && chmod 1777 /out/tmp

FROM scratch
COPY --from=build /out /
USER 65532:65532
ENV YAKKAN_CACHE=/var/cache/yakkan YAKKAN_LISTEN=:8080
EXPOSE 8080
VOLUME /var/lib/yakkan
HEALTHCHECK --interval=10s --timeout=4s --start-period=5s CMD ["/usr/bin/yakkan", "healthcheck"]
ENTRYPOINT ["/usr/bin/yakkan"]
CMD ["serve"]
