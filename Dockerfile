# syntax=docker/dockerfile:1
# The steps are docker/build.sh, which the tests run; see docs/operating.md.
FROM python:3.11-slim-bookworm AS build
COPY . /tree
RUN /tree/docker/build.sh /tree /opt/sagsgang

FROM python:3.11-slim-bookworm
RUN useradd --system --uid 10001 --no-create-home sagsgang
COPY --from=build /opt/sagsgang /opt/sagsgang
ENV PATH=/opt/sagsgang/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1
USER 10001
EXPOSE 8000
ENTRYPOINT ["sagsgang"]
CMD ["serve", "--host", "0.0.0.0", "--no-worker"]
