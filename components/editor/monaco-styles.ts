import "./generated/monaco.css";
