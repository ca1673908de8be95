// Renders the API's document with Swagger UI.
const url = document.getElementById("api").dataset.document;
window.SwaggerUIBundle({ url, dom_id: "#api", deepLinking: true, validatorUrl: null });
