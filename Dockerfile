# One image for all five processes; the command says which. It holds no key and no setting.
FROM node:22.20.0-bookworm-slim AS built
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --no-audit --no-fund
COPY . .
RUN npm run --silent build

FROM node:22.20.0-bookworm-slim
ENV NODE_ENV=production DATA_DIR=/data HOST=0.0.0.0
WORKDIR /app
COPY --from=built /app /app
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 4000 4001 4002 4003 4004
CMD ["node", "--max-semi-space-size=32", "dist/gateway/main.js", "--alone"]
